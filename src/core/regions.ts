import { regions } from './regions.generated.ts';

/** Whether a text has the form of a region's name, such as `eu-central-1` or `us-gov-west-1`. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z]+)+-\d+$/.test(text);
}

/** @returns where a region is, in AWS's words; undefined for one that is newer than the list. */
export function placeOf(name: string): string | undefined {
  return regions.find((region) => region.name === name)?.place;
}
