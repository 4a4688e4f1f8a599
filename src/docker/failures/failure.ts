/** What went wrong, as far as an engine's output tells. */
export interface Failure {
  /** In the engine's own words, all of them. */
  readonly reason: string;
  /** Of the Dockerfile, counted from 1. */
  readonly line?: number;
  /** Where the line is not told: what failed there. */
  readonly step?: FailedStep;
  /** In place of a step: the image that could not be had, by the name that the engine has for it. */
  readonly image?: string;
}

export interface FailedStep {
  /** The instruction as the engine shows it, with its variables replaced or not. */
  readonly text: string;
  /** The stage's name or, for one without, its number from 0; undefined where it is the only one or not told. */
  readonly stage?: string | number;
}

const longestReason = 300;

/** `Get "https://host/v2/": `, with which Go begins what went wrong with a request; quoted by newer ones only. */
const requestPattern = /\b(?:Get|Head|Put|Post|Patch|Delete) "?https?:\/\/([^\s/":]+(?::\d+)?)[^\s"]*?"?: /g;
/** What follows an address, as a colon, is no part of it. */
const addressPattern = /\bhttps?:\/\/([^\s/":]+(?::\d+)?)[^\s"]*?(?=[:,.)]?(?:[\s"]|$))/g;
const digestPattern = /\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g;

/**
 * What an engine says of a request, for a message that names the reference: without that, of addresses only whose they
 * are, and of digests as much as tells one from another. Else these would be all that there is room for.
 * @param reference `host/repository:tag`, or the host alone.
 */
export function withoutAddresses(text: string, reference: string): string {
  const host = hostOf(reference);
  const repository = reference.replace(/:[^:/]*$/, '');
  const short = text
    .replaceAll(requestPattern, (_, other: string) => (other === host ? '' : `${other}: `))
    .replaceAll(addressPattern, '$1')
    .replaceAll(digestPattern, '$1');
  return [reference, repository, host].reduce((rest, said) => rest.replaceAll(said, '…'), short);
}

/** The registry of a reference. */
export function hostOf(reference: string): string {
  return reference.split('/')[0] ?? reference;
}

/** One line that a message can have in it. */
export function shortReason(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestReason ? `${line.slice(0, longestReason - 1)}…` : line;
}
