import type { Pages } from '../ports.ts';

/** Whose apps: those of a domain, or of one user profile or space in it; without a domain all of them. */
export interface AppOwner {
  readonly domainId?: string;
  readonly userProfile?: string;
  readonly space?: string;
}

/** Names one app. It is a user profile's or a space's. */
export interface AppRef extends AppOwner {
  readonly domainId: string;
  /** Open, as types come and go: JupyterLab, CodeEditor, KernelGateway, RSessionGateway… */
  readonly type: string;
  readonly name: string;
}

/** An app of SageMaker Studio: a container that runs, or ran, an image version. */
export interface App extends AppRef {
  /** Open, like all statuses. */
  readonly status: 'InService' | 'Pending' | 'Failed' | 'Deleting' | 'Deleted' | (string & {});
  readonly createdAt?: Date;
  /** Of the image that it was started with, which may be one of SageMaker's own. */
  readonly imageArn?: string;
  readonly imageVersionArn?: string;
  readonly instanceType?: string;
}

/** What DescribeApp adds to a listed app. */
export interface AppDetails extends App {
  readonly arn: string;
  readonly failureReason?: string;
}

/** The apps of the session's account and region. Calls reject with an `AppError` and stop when their signal aborts. */
export interface Apps {
  /** The newest first. SageMaker forgets an app a day after it was shut down. */
  listApps(owner: AppOwner, signal: AbortSignal): Pages<App>;
  /** @returns undefined when there is no such app. */
  findApp(ref: AppRef, signal: AbortSignal): Promise<AppDetails | undefined>;
}
