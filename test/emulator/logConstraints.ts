/** What CloudWatch Logs accepts and returns for reading a log. */

import { boolean, enumeration, integer, list, string, structure } from './shapes.ts';
import type { OperationTable } from './shapes.ts';

const groupName = string({ min: 1, max: 512, pattern: String.raw`[\.\-_/#A-Za-z0-9]+` });
const groupIdentifier = string({ min: 1, max: 2048, pattern: String.raw`[\w#+=/:,.@-]*` });
const streamName = string({ min: 1, max: 512, pattern: '[^:*]*' });
const token = string({ min: 1 });
/** In milliseconds, unlike those of other services. */
const moment = integer({ min: 0 });
const arn = string();
const errors = ['InvalidParameterException', 'ResourceNotFoundException', 'ServiceUnavailableException'];

/** The constraint table of the operations that are emulated. */
export const logOperations = {
  GetLogEvents: {
    input: structure(
      { logStreamName: streamName },
      {
        logGroupName: groupName,
        logGroupIdentifier: groupIdentifier,
        startTime: moment,
        endTime: moment,
        nextToken: token,
        limit: integer({ min: 1, max: 10_000 }),
        startFromHead: boolean,
        unmask: boolean,
      },
    ),
    output: structure(
      {},
      {
        events: list(
          structure({}, { timestamp: moment, message: string({ min: 1 }), ingestionTime: moment }),
        ),
        nextForwardToken: token,
        nextBackwardToken: token,
      },
    ),
    errors,
  },
  DescribeLogStreams: {
    input: structure(
      {},
      {
        logGroupName: groupName,
        logGroupIdentifier: groupIdentifier,
        logStreamNamePrefix: streamName,
        orderBy: enumeration('LogStreamName', 'LastEventTime'),
        descending: boolean,
        nextToken: token,
        limit: integer({ min: 1, max: 50 }),
      },
    ),
    output: structure(
      {},
      {
        logStreams: list(
          structure(
            {},
            {
              logStreamName: streamName,
              creationTime: moment,
              firstEventTimestamp: moment,
              lastEventTimestamp: moment,
              lastIngestionTime: moment,
              uploadSequenceToken: token,
              arn,
              storedBytes: integer({ min: 0 }),
            },
          ),
        ),
        nextToken: token,
      },
    ),
    errors,
  },
} satisfies OperationTable;
