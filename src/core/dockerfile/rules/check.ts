import type { BuildArgs } from '../buildArguments.ts';
import { readImage, type ImageFacts } from '../facts/imageFacts.ts';
import { Places, type DockerfileSource, type SourceInstruction } from '../facts/source.ts';
import { instructionAt, readDirectives, type Directives } from './directives.ts';
import type { Finding, Fix, Found, Rule, TextEdit, TextFix } from './finding.ts';
import { ignoreEdit, ignoreFileEdit } from './ignoring.ts';
import { rules } from './registry.ts';
import { defaultSeverities, type RuleId, type Severity } from './ruleIds.ts';
import type { CheckedFor } from './targets.ts';

/** What is said of a Dockerfile elsewhere than in it. */
export interface CheckOptions {
  /** What the settings say that it is for. */
  readonly target?: CheckedFor | undefined;
  /** What its last build says that it is for. */
  readonly remembered?: CheckedFor | undefined;
  /** The stage that is built; null or undefined is the final one. */
  readonly stage?: string | null | undefined;
  readonly buildArgs?: BuildArgs | undefined;
  readonly severities?: Readonly<Partial<Record<RuleId, Severity>>> | undefined;
  readonly today: Date;
}

export interface CheckResult {
  /** Undefined for a Dockerfile that says nothing of SageMaker. */
  readonly target: CheckedFor | undefined;
  /** In the order of the file. */
  readonly findings: readonly Finding[];
}

/** What SageMaker will not like of a Dockerfile. Whatever is not certain is not said. */
export function check(source: DockerfileSource, options: CheckOptions): CheckResult {
  const directives = readDirectives(source);
  const said = directives.target ?? options.target ?? options.remembered;
  const facts =
    said === 'none' || (!said && !mayBeOurs(source.text)) ? undefined : readImage(source, options);
  const target = said ?? (facts?.base.image?.kind === 'distribution' ? 'studio' : undefined);
  const reporter = new Reporter(source, directives, options);
  reporter.report('directive', directives.problems);
  if (facts && target) {
    for (const rule of rules) {
      if (reporter.isOn(rule.id) && holdsFor(rule, target))
        reporter.report(rule.id, foundBy(rule, facts, target, options));
    }
  }
  return { target, findings: reporter.findings() };
}

/** Without a word of it nothing is looked for: most Dockerfiles are for something else. */
function mayBeOurs(text: string): boolean {
  return text.includes('sagemaker-distribution');
}

function holdsFor({ targets }: Rule, target: CheckedFor): boolean {
  return targets.some((one) => one === target);
}

function foundBy(
  rule: Rule,
  facts: ImageFacts,
  target: CheckedFor,
  { today }: CheckOptions,
): readonly Found[] {
  return rule.check({ facts, target, today });
}

/** Makes findings of what rules have found, unless somebody does not want to hear of them. */
class Reporter {
  readonly #source: DockerfileSource;
  readonly #directives: Directives;
  readonly #severities: CheckOptions['severities'];
  readonly #places: Places;
  readonly #findings: { readonly start: number; readonly finding: Finding }[] = [];

  constructor(source: DockerfileSource, directives: Directives, { severities }: CheckOptions) {
    this.#source = source;
    this.#directives = directives;
    this.#severities = severities;
    this.#places = new Places(source.text);
  }

  isOn(rule: RuleId): boolean {
    return this.#severityOf(rule) !== 'off' && !this.#directives.ignoredInFile.has(rule);
  }

  report(rule: RuleId, found: readonly Found[]): void {
    const severity = this.#severityOf(rule);
    if (severity === 'off' || !this.isOn(rule)) return;
    for (const { problem, span, fix } of found) {
      const about = instructionAt(this.#source.instructions, span.start);
      if (about && this.#directives.ignored.get(about.start)?.has(rule)) continue;
      const range = this.#places.rangeOf(span);
      const fixes = [...(fix ? [this.#fixOf(fix)] : []), ...this.#ignoring(rule, about)];
      this.#findings.push({ start: span.start, finding: { rule, severity, problem, range, fixes } });
    }
  }

  findings(): readonly Finding[] {
    const sorted = this.#findings.toSorted((one, other) => one.start - other.start);
    return sorted.map(({ finding }) => finding);
  }

  #severityOf(rule: RuleId): Severity {
    return this.#severities?.[rule] ?? defaultSeverities[rule];
  }

  #fixOf({ kind, edits }: Fix): TextFix {
    return { kind, edits: edits.map((edit) => this.#editOf(edit)) };
  }

  #ignoring(rule: RuleId, about: SourceInstruction | undefined): readonly TextFix[] {
    const here =
      about && rule !== 'directive' ? ignoreEdit(this.#source, this.#directives, rule, about) : undefined;
    const everywhere = ignoreFileEdit(this.#source, this.#directives, rule);
    return [
      ...(here ? [{ kind: { code: 'ignore' } as const, edits: [this.#editOf(here)] }] : []),
      { kind: { code: 'ignoreFile' }, edits: [this.#editOf(everywhere)] },
    ];
  }

  #editOf({
    start,
    end,
    text,
  }: {
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }): TextEdit {
    return { range: this.#places.rangeOf({ start, end }), text };
  }
}
