import * as vscode from 'vscode';
import type { PolicyFix, PolicyOwner } from '../../core/preflight/finding.ts';

const { t } = vscode.l10n;

/** Shows a policy that would do, to be copied: where it belongs, a person has to put it. */
export async function openPolicy({ policy }: PolicyFix): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content: policy });
  await vscode.window.showTextDocument(document, { preview: true });
}

/** Where a policy belongs. */
export function policyText(owner: PolicyOwner): string {
  switch (owner.kind) {
    case 'trust':
      return t(
        'This is a trust policy that would do: add its statement to that of role {0}, then go on.',
        owner.roleArn,
      );
    case 'role':
      return t('This is a policy that would do: attach it to role {0}, then go on.', owner.roleArn);
    case 'repository':
      return t(
        'This is a policy that would do: add its statement to that of ECR repository "{0}", then go on.',
        owner.repository,
      );
  }
}
