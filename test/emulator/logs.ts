/** Amazon CloudWatch Logs: groups, their streams, and what was written there. */

import type { Arns } from './arns.ts';
import { logOperations } from './logConstraints.ts';
import type { Handlers, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { describeProblems } from './validation.ts';
import type { Problem } from './validation.ts';

type Table = typeof logOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

const defaultLimit = 10_000;
const defaultStreams = 50;

export interface SeededLog {
  readonly group: string;
  /** Without one, there is just the group. */
  readonly stream?: string;
  /** The oldest first, a second apart up to `at`. */
  readonly lines?: readonly string[];
  /** When the last one was written; now, if not given. */
  readonly at?: Date;
  /** How many events a page has at most; as many as are asked for, if not given. */
  readonly pageSize?: number;
}

interface Stream {
  readonly events: readonly { readonly timestamp: number; readonly message: string }[];
  readonly pageSize: number;
}

export class Logs implements Service {
  readonly name = 'logs';
  readonly wire = { protocol: 'json', targetPrefix: 'Logs_20140328' } as const;
  readonly operations = logOperations;
  readonly handlers: Handlers<Table> = {
    GetLogEvents: (input) => this.#getEvents(input),
    DescribeLogStreams: (input) => this.#describeStreams(input),
  };
  readonly #arns: Arns;
  readonly #groups = new Map<string, Map<string, Stream>>();

  constructor(arns: Arns) {
    this.#arns = arns;
  }

  add({ group, stream, lines = [], at = new Date(), pageSize = defaultLimit }: SeededLog): void {
    const streams = this.#groups.get(group) ?? new Map<string, Stream>();
    this.#groups.set(group, streams);
    if (stream === undefined) return;
    const events = lines.map((message, index) => ({
      timestamp: at.getTime() - (lines.length - 1 - index) * 1000,
      message,
    }));
    streams.set(stream, { events, pageSize });
  }

  refusal(problems: readonly Problem[]): ServiceError {
    return new ServiceError('InvalidParameterException', describeProblems(problems));
  }

  resourceOf(
    _operation: string,
    { logGroupName: group, logStreamName: stream }: Readonly<Record<string, unknown>>,
  ): string {
    return this.#arns.logStream(String(group), typeof stream === 'string' ? stream : '');
  }

  /**
   * Without a token the newest events, and those before them by the backward token: a place in the stream. At its
   * beginning that is the one that led there, as the service has it.
   */
  #getEvents(input: Input<'GetLogEvents'>): Output<'GetLogEvents'> {
    const { logGroupName = '', logStreamName, startFromHead, nextToken, limit = defaultLimit } = input;
    // Nobody reads from the beginning here, so how that pages is left out.
    if (startFromHead) throw new ServiceError('InvalidParameterException', 'startFromHead is not emulated.');
    const stream = this.#group(logGroupName).get(logStreamName);
    if (!stream) throw missing('The specified log stream does not exist.');
    const end = nextToken === undefined ? stream.events.length : placeOf(nextToken);
    const begin = Math.max(0, end - Math.min(limit, stream.pageSize));
    return {
      events: stream.events.slice(begin, end).map((event) => ({ ...event, ingestionTime: event.timestamp })),
      nextBackwardToken: `b/${begin}`,
      nextForwardToken: `f/${end}`,
    };
  }

  #describeStreams(input: Input<'DescribeLogStreams'>): Output<'DescribeLogStreams'> {
    const { logGroupName = '', logStreamNamePrefix: prefix = '', limit = defaultStreams } = input;
    const names = [...this.#group(logGroupName).keys()].filter((name) => name.startsWith(prefix));
    return {
      logStreams: names
        .toSorted()
        .slice(0, limit)
        .map((name) => ({ logStreamName: name, arn: this.#arns.logStream(logGroupName, name) })),
    };
  }

  #group(name: string): Map<string, Stream> {
    const group = this.#groups.get(name);
    if (!group) throw missing('The specified log group does not exist.');
    return group;
  }
}

function placeOf(token: string): number {
  const place = /^b\/(\d+)$/.exec(token)?.[1];
  if (place === undefined) throw new ServiceError('InvalidParameterException', 'The token is invalid.');
  return Number(place);
}

function missing(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message);
}
