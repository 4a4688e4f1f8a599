import {
  DeleteImageCommand,
  DescribeImageCommand,
  DescribeImageVersionCommand,
  ListAliasesCommand,
  ListImagesCommand,
  ListImageVersionsCommand,
  SageMakerClient,
  UpdateImageVersionCommand,
  type DescribeImageResponse,
  type DescribeImageVersionResponse,
} from '@aws-sdk/client-sagemaker';
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts';
import { addSamples } from '../emulator/samples.ts';
import type { ProfileFixture } from '../support/awsConfig.ts';
import type { Session } from './session.ts';
import type { WindowSetup } from './session.ts';

/** The sample account of one suite, with an AWS profile that leads to it. */
export class Account {
  readonly #options: EmulatorOptions;
  readonly #isEmpty: boolean;
  #emulator: Emulator | undefined;

  constructor(options: EmulatorOptions = {}, { isEmpty = false }: { readonly isEmpty?: boolean } = {}) {
    this.#options = options;
    this.#isEmpty = isEmpty;
  }

  get emulator(): Emulator {
    if (!this.#emulator) throw new Error('The account is there in tests and hooks only.');
    return this.#emulator;
  }

  /** For `WindowSetup.prepare`. */
  readonly prepare: NonNullable<WindowSetup['prepare']> = async (session: Session) => {
    const close = await this.start();
    session.aws.write({ demo: this.withKeys, default: this.withKeys });
    return close;
  };

  /** For those who write the configuration themselves. What it returns ends it. */
  async start(): Promise<() => Promise<void>> {
    const emulator = await startEmulator(this.#options);
    if (!this.#isEmpty) addSamples(emulator);
    this.#emulator = emulator;
    return () => emulator.close();
  }

  /** A profile without a way to sign. */
  get place(): ProfileFixture {
    return { region: this.emulator.region, endpointUrl: this.emulator.url };
  }

  /** A profile with the access keys of a user. */
  get withKeys(): ProfileFixture {
    return { ...this.place, keys: this.emulator.credentials };
  }

  /** What somebody else does meanwhile. */
  async deleteImage(imageName: string): Promise<void> {
    await this.#withClient((client) => client.send(new DeleteImageCommand({ ImageName: imageName })));
    this.emulator.settle();
  }

  /** What somebody else does meanwhile. */
  async removeAlias(imageName: string, version: number, alias: string): Promise<void> {
    const command = new UpdateImageVersionCommand({
      ImageName: imageName,
      Version: version,
      AliasesToDelete: [alias],
    });
    await this.#withClient((client) => client.send(command));
  }

  /** How many versions an image has, by SageMaker's own word. */
  async countVersions(imageName: string): Promise<number> {
    const command = new ListImageVersionsCommand({ ImageName: imageName, MaxResults: 100 });
    const { ImageVersions = [] } = await this.#withClient((client) => client.send(command));
    return ImageVersions.length;
  }

  /** The names of all images, by SageMaker's own word. */
  async imageNames(): Promise<(string | undefined)[]> {
    const { Images = [] } = await this.#withClient((client) =>
      client.send(new ListImagesCommand({ MaxResults: 100 })),
    );
    return Images.map(({ ImageName }) => ImageName);
  }

  async describeImage(imageName: string): Promise<DescribeImageResponse> {
    return this.#withClient((client) => client.send(new DescribeImageCommand({ ImageName: imageName })));
  }

  async describeVersion(imageName: string, version: number): Promise<DescribeImageVersionResponse> {
    const command = new DescribeImageVersionCommand({ ImageName: imageName, Version: version });
    return this.#withClient((client) => client.send(command));
  }

  async aliasesOf(imageName: string, version: number): Promise<string[]> {
    const command = new ListAliasesCommand({ ImageName: imageName, Version: version });
    const { SageMakerImageVersionAliases = [] } = await this.#withClient((client) => client.send(command));
    return SageMakerImageVersionAliases;
  }

  /** How many calls of an operation arrived, whatever became of them. */
  callsOf(operation: string): number {
    return this.emulator.requests.filter((request) => request.operation === operation).length;
  }

  /** The ClientTokens of all calls that were to create a version. */
  get clientTokens(): readonly (string | undefined)[] {
    return this.emulator.requests
      .filter(({ operation }) => operation === 'CreateImageVersion')
      .map(({ clientToken }) => clientToken);
  }

  async #withClient<T>(use: (client: SageMakerClient) => Promise<T>): Promise<T> {
    const { url: endpoint, region, credentials } = this.emulator;
    const client = new SageMakerClient({ endpoint, region, credentials });
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  }
}
