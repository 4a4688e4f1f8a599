import type { BuildOrder } from '../../core/build/engine.ts';
import { passBuildArguments } from './buildArguments.ts';
import type { BuildCommand } from './dialect.ts';

/** What all engines are told in the same words, each in one argument: no value is ever taken for a flag. */
export function buildFlags(order: BuildOrder, idFile: string): BuildCommand {
  const { flags, ...rest } = passBuildArguments(order.buildArgs);
  return {
    args: [
      `--platform=${order.platform}`,
      `--tag=${order.reference}`,
      ...(order.target === undefined ? [] : [`--target=${order.target}`]),
      ...Object.entries(order.labels).map(([name, value]) => `--label=${name}=${value}`),
      ...flags,
      `--iidfile=${idFile}`,
    ],
    ...rest,
  };
}
