import { withoutPrefix, type CommandWord } from '../facts/commands.ts';
import type { ImageFacts } from '../facts/imageFacts.ts';
import type { Fix, Rule } from './finding.ts';
import { hasPlainContents, packagesOf } from './knownContents.ts';

/** A kernel of Studio Classic is a program in the image. */
export const kernelMissing: Rule = {
  id: 'kernel-missing',
  targets: ['kernel-gateway'],
  check({ facts }) {
    const { image, word } = facts.base;
    if (!image || !hasPlainContents(facts)) return [];
    return [{ problem: { code: 'kernel.missing', image: image.reference }, span: word }];
  },
};

/** Packages of NVIDIA's driver, which is the machine's: in the image it gets in that one's way. */
const driverPackage =
  /^(?:nvidia-driver(?:-.+)?|nvidia-headless-.+|nvidia-(?:dkms|utils|kernel-.+)-\d+.*|nvidia-kernel-(?:dkms|common|source|open-dkms).*|cuda-drivers(?:-.+)?|libnvidia-(?:compute|gl|cfg1|decode|encode|extra|fbc1)-\d+.*|kmod-nvidia.*|xserver-xorg-video-nvidia.*)$/;

export const nvidiaDriver: Rule = {
  id: 'nvidia-driver',
  targets: [
    'jupyterlab',
    'code-editor',
    'kernel-gateway',
    'unified-studio',
    'studio',
    'training',
    'inference',
  ],
  check({ facts }) {
    return driverWords(facts).map(({ word, isOnly }) => ({
      problem: { code: 'driver', package: word.value ?? word.text },
      span: word,
      fix: isOnly ? undefined : withoutWord(facts.source.text, word),
    }));
  },
};

function driverWords({
  steps,
}: ImageFacts): readonly { readonly word: CommandWord; readonly isOnly: boolean }[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'run') return [];
    return step.commands.flatMap((one) => {
      const command = withoutPrefix(one);
      const program = command[0]?.value ?? '';
      if (!/^(?:\/usr\/bin\/)?(?:apt|apt-get|aptitude|yum|dnf|microdnf|zypper)$/.test(program)) return [];
      const packages = packagesOf(command) ?? [];
      const words = packages.filter(({ value = '' }) => driverPackage.test(nameOf(value)));
      return words.map((word) => ({ word, isOnly: packages.length === words.length }));
    });
  });
}

/** A package without its version. */
function nameOf(value: string): string {
  return value.split('=', 1)[0] ?? '';
}

/** A word with the white space before it; of one that is alone on its line, the whole line. */
function withoutWord(text: string, { text: word, start, end }: CommandWord): Fix {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const before = text.slice(lineStart, start);
  const [rest = ''] = /^[ \t]*[\\`][ \t]*(?:\r\n|\r|\n)/.exec(text.slice(end, end + 200)) ?? [];
  const isAlone = before.trim() === '' && rest !== '';
  const edit = isAlone
    ? { start: lineStart, end: end + rest.length }
    : { start: start - (before.length - before.trimEnd().length), end };
  return { kind: { code: 'remove', text: word }, edits: [{ ...edit, text: '' }] };
}
