import type { BuildOrder } from '../../../src/core/build/engine.ts';

export function anOrder(more: Partial<BuildOrder> = {}): BuildOrder {
  return {
    dockerfile: '/work/Dockerfile',
    context: '/work',
    target: undefined,
    buildArgs: {},
    platform: 'linux/amd64',
    labels: {},
    reference: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-studio:v1',
    mediaTypes: 'any',
    ...more,
  };
}
