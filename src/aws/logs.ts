import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
  type OutputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { isKnownError } from '../core/errors.ts';
import type { LogLine, Logs, LogTail } from '../core/explain/logs.ts';
import { signedCall, type SignedCaller } from './call.ts';

/** Pages can be empty although there are more events behind them. One that goes on for long has nothing to tell. */
const mostPages = 10;

/** CloudWatch Logs. */
export function createLogs(client: () => CloudWatchLogsClient, caller: SignedCaller): Logs {
  return {
    async readTail(group, stream, count, signal) {
      try {
        return { kind: 'lines', lines: await readLines(group, stream, count, signal) };
      } catch (error) {
        if (isMissing(error)) return findWhatIsMissing(group, stream, signal);
        throw error;
      }
    },
  };

  /** From the last one back, until there are enough: the token of the end is the one that led there. */
  async function readLines(
    logGroupName: string,
    logStreamName: string,
    count: number,
    signal: AbortSignal,
  ): Promise<readonly LogLine[]> {
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < mostPages && lines.length < count; page += 1) {
      const limit = count - lines.length;
      const command = new GetLogEventsCommand({
        logGroupName,
        logStreamName,
        startFromHead: false,
        limit,
        nextToken,
      });
      const answer = await signedCall(caller, { operation: 'GetLogEvents' }, signal, (options) =>
        client().send(command, options),
      );
      lines.unshift(...(answer.events ?? []).map(lineOf));
      if (!answer.nextBackwardToken || answer.nextBackwardToken === nextToken) break;
      nextToken = answer.nextBackwardToken;
    }
    return lines;
  }

  /** The same error says both. */
  async function findWhatIsMissing(
    logGroupName: string,
    logStreamNamePrefix: string,
    signal: AbortSignal,
  ): Promise<LogTail> {
    const command = new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix, limit: 1 });
    try {
      await signedCall(caller, { operation: 'DescribeLogStreams' }, signal, (options) =>
        client().send(command, options),
      );
      return { kind: 'noStream' };
    } catch (error) {
      signal.throwIfAborted();
      // That there is no stream is known all the same, when only this may not be asked.
      return { kind: isMissing(error) ? 'noGroup' : 'noStream' };
    }
  }
}

function lineOf({ timestamp = 0, message = '' }: OutputLogEvent): LogLine {
  return { at: new Date(timestamp), text: message };
}

function isMissing(error: unknown): boolean {
  const cause: unknown = isKnownError(error) ? error.cause : error;
  return cause instanceof Error && cause.name === 'ResourceNotFoundException';
}
