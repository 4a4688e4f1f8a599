import { aContainerImage, anImage, digestOf, role } from './builders.ts';
import { aConfiguration, aManifest } from './contentsBuilders.ts';
import { aSession, type InMemorySession } from './inMemorySession.ts';

/** An account in which nothing is wrong with `team/notebook:1.0`, nor with the image that it is for. */
export function aGoodSession(): InMemorySession {
  const session = aSession();
  const { registry, images, roles } = session;
  const image = aContainerImage();
  registry.add({ ...image, repository: { ...image.repository, immutableTags: true } });
  registry.manifests.set(digestOf('a'), aManifest());
  registry.configurations.set(digestOf('c'), aConfiguration());
  registry.scans.set(digestOf('a'), { status: 'COMPLETE', counts: {} });
  images.add({ ...anImage(), roleArn: role });
  roles.trusts.set(role, 'trusted');
  roles.decisions.set(role, {});
  return session;
}
