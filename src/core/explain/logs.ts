import { consoleHost } from '../arn.ts';
import type { AppDetails, AppRef } from './apps.ts';

/** Where the apps of Studio write what they print. */
export const studioLogGroup = '/aws/sagemaker/studio';

export interface LogLine {
  readonly at: Date;
  readonly text: string;
}

/** The end of a log stream; that it is not there is an answer, and no failure. */
export type LogTail =
  /** The oldest first; none where nothing was written, or it was kept no longer. */
  | { readonly kind: 'lines'; readonly lines: readonly LogLine[] }
  | { readonly kind: 'noStream' }
  | { readonly kind: 'noGroup' };

/** CloudWatch Logs of the session's account and region. */
export interface Logs {
  /**
   * @param count how many lines at most.
   * @throws AppError `auth.denied` and the like, when the session may not read it.
   */
  readTail(group: string, stream: string, count: number, signal: AbortSignal): Promise<LogTail>;
}

/** RStudio's sessions write under another name than that of their app's type. */
const streamTypes: Readonly<Record<string, string>> = { RSessionGateway: 'RSession' };

/** The stream of an app in Studio's group (facts §7: `$domain/$user/KernelGateway/$app`). */
export function logStreamOf({ domainId, userProfile, space, type, name }: AppRef): string {
  return [domainId, space ?? userProfile ?? '', streamTypes[type] ?? type, name].join('/');
}

/** @returns the page of an app's log in the AWS console; undefined for partitions whose console is not public. */
export function logConsoleUrl(app: AppDetails): string | undefined {
  const [, partition = '', , region = ''] = app.arn.split(':');
  const host = consoleHost(partition, region);
  const place = [studioLogGroup, 'log-events', logStreamOf(app)].map((part, index) =>
    index === 1 ? part : encodedForConsole(part),
  );
  return (
    host && `https://${host}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${place.join('/')}`
  );
}

/** CloudWatch's console has a notation of its own for what is encoded twice. */
function encodedForConsole(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
}
