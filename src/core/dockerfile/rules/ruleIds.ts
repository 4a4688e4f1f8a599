/** What a rule says can be as bad as this, or not be said at all. */
export const severities = ['off', 'information', 'warning', 'error'] as const;
export type Severity = (typeof severities)[number];

/** Every rule with its severity, where nobody has set another one. docs/dockerfile-rules.md has a section for each. */
export const defaultSeverities = {
  'app-entrypoint': 'warning',
  'base-url': 'warning',
  directive: 'information',
  'distribution-floating': 'information',
  'distribution-unsupported': 'warning',
  'file-ids': 'warning',
  'group-id': 'warning',
  'home-content': 'warning',
  'inference-port': 'warning',
  'kernel-missing': 'warning',
  'nvidia-driver': 'warning',
  platform: 'warning',
  // Whoever builds with `--platform linux/amd64`, or on such a machine, needs none in the file.
  'platform-missing': 'off',
  'reserved-path': 'warning',
  'root-user': 'information',
  'serve-command': 'warning',
  'server-address': 'warning',
  'unified-studio-base': 'warning',
  'unified-studio-entrypoint': 'warning',
  'user-id': 'warning',
} as const satisfies Readonly<Record<string, Severity>>;

export type RuleId = keyof typeof defaultSeverities;

export const ruleIds = Object.keys(defaultSeverities) as readonly RuleId[];

export function isRuleId(id: string): id is RuleId {
  return Object.hasOwn(defaultSeverities, id);
}

/** What of a setting says how bad rules are. What makes no sense is left out. */
export function readSeverities(setting: unknown): Readonly<Partial<Record<RuleId, Severity>>> {
  const entries = Object.entries(typeof setting === 'object' && setting !== null ? setting : {});
  return Object.fromEntries(entries.filter(([id, severity]) => isRuleId(id) && isSeverity(severity)));
}

function isSeverity(value: unknown): value is Severity {
  return severities.some((severity) => severity === value);
}
