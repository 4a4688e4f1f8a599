import {
  DescribeAppImageConfigCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  type ContainerConfig,
  type CustomImage,
  type FileSystemConfig,
  type SageMakerClient,
  type SpaceSettings,
  type UserSettings,
} from '@aws-sdk/client-sagemaker';
import type { AttachedImage, ConfiguredApp, Studio, StudioSettings } from '../core/explain/studio.ts';
import { signedCall, type SignedCaller } from './call.ts';

/** Domains, user profiles, spaces and app image configs, as far as they say how apps are started. */
export function createStudio(client: () => SageMakerClient, caller: SignedCaller): Studio {
  return {
    async describeDomain(DomainId, signal) {
      const command = new DescribeDomainCommand({ DomainId });
      const answer = await signedCall(caller, { operation: 'DescribeDomain' }, signal, (options) =>
        client().send(command, options),
      );
      return {
        ofUsers: settingsOf(answer.DefaultUserSettings),
        ofSpaces: settingsOf(answer.DefaultSpaceSettings),
      };
    },

    async describeUserProfile(DomainId, UserProfileName, signal) {
      const command = new DescribeUserProfileCommand({ DomainId, UserProfileName });
      const answer = await signedCall(caller, { operation: 'DescribeUserProfile' }, signal, (options) =>
        client().send(command, options),
      );
      return settingsOf(answer.UserSettings);
    },

    async describeSpace(DomainId, SpaceName, signal) {
      const command = new DescribeSpaceCommand({ DomainId, SpaceName });
      const answer = await signedCall(caller, { operation: 'DescribeSpace' }, signal, (options) =>
        client().send(command, options),
      );
      const owner = answer.OwnershipSettings?.OwnerUserProfileName;
      return {
        // Those that were made before there were private ones have no such member, and are shared.
        isPrivate: answer.SpaceSharingSettings?.SharingType === 'Private',
        ...(owner && { owner }),
        settings: settingsOf(kernelGatewayOf(answer.SpaceSettings)),
      };
    },

    async describeAppImageConfig(name, signal) {
      const command = new DescribeAppImageConfigCommand({ AppImageConfigName: name });
      const answer = await signedCall(caller, { operation: 'DescribeAppImageConfig' }, signal, (options) =>
        client().send(command, options),
      );
      const configured = {
        JupyterLab: answer.JupyterLabAppImageConfig,
        CodeEditor: answer.CodeEditorAppImageConfig,
        KernelGateway: answer.KernelGatewayImageConfig,
      };
      return { name, apps: withoutMissing(configured, configuredAppOf) };
    },
  };
}

/** Those of a domain for its spaces are a part of those of its users. */
function settingsOf(settings: UserSettings = {}): StudioSettings {
  const attached = {
    JupyterLab: settings.JupyterLabAppSettings?.CustomImages,
    CodeEditor: settings.CodeEditorAppSettings?.CustomImages,
    KernelGateway: settings.KernelGatewayAppSettings?.CustomImages,
    RSessionGateway: settings.RSessionAppSettings?.CustomImages,
  };
  return {
    ...(settings.ExecutionRole && { executionRole: settings.ExecutionRole }),
    images: withoutMissing(attached, (images) => images.map(attachedImageOf)),
  };
}

/** A space has a list of images for the kernels of Studio Classic alone. */
function kernelGatewayOf({ KernelGatewayAppSettings }: SpaceSettings = {}): UserSettings {
  return { KernelGatewayAppSettings };
}

function attachedImageOf({ ImageName = '', AppImageConfigName = '' }: CustomImage): AttachedImage {
  return { imageName: ImageName, configName: AppImageConfigName };
}

function configuredAppOf({
  FileSystemConfig: { DefaultUid: uid, DefaultGid: gid } = {},
  ContainerConfig: { ContainerEntrypoint = [], ContainerArguments = [] } = {},
}: {
  readonly FileSystemConfig?: FileSystemConfig | undefined;
  readonly ContainerConfig?: ContainerConfig | undefined;
}): ConfiguredApp {
  return {
    ...(uid !== undefined && gid !== undefined && { user: { uid, gid } }),
    command: [...ContainerEntrypoint, ...ContainerArguments],
  };
}

function withoutMissing<T, R>(
  values: Readonly<Record<string, T | undefined>>,
  read: (value: T) => R,
): Readonly<Record<string, R>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, read(value)]])),
  );
}
