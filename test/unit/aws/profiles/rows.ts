import { fileRows } from './fileRows.ts';
import { keyRows } from './keyRows.ts';
import { machineRows } from './machineRows.ts';
import { roleRows } from './roleRows.ts';
import type { Row } from './row.ts';
import { signInRows } from './signInRows.ts';

export const rows: readonly Row[] = [...keyRows, ...roleRows, ...signInRows, ...machineRows, ...fileRows];
