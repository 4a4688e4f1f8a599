import * as vscode from 'vscode';
import type { ActiveSession, KnownIdentity } from './activeSession.ts';
import { studioText } from './profileTexts.ts';
import { formatDate } from './format.ts';
import { asCommand } from './ids.ts';

/** Profile and region, always in sight; a click switches them. The tooltip says who that is. */
export function createStatusBarItem(session: ActiveSession): vscode.Disposable {
  const { t } = vscode.l10n;
  const item = vscode.window.createStatusBarItem('sagemakerImages.session', vscode.StatusBarAlignment.Left);
  item.name = t('SageMaker Images: AWS profile and region');
  item.command = asCommand('sagemakerImages.session.switch', t('Switch AWS profile or region'));

  const update = (): void => {
    const { current, choice, identity, profileName: profile } = session;
    const region = current?.region ?? choice.region;
    const summary = region
      ? t('SageMaker Images uses AWS profile "{0}" in {1}. Click to switch.', profile, region)
      : t('SageMaker Images uses AWS profile "{0}". Click to choose profile and region.', profile);
    const lines = [
      summary,
      ...(identity ? identityLines(identity) : []),
      ...(current?.studio ? [studioText(current.studio)] : []),
    ];
    item.text = `$(cloud) ${[profile, region].filter(Boolean).join(' · ')}`;
    item.tooltip = lines.join('\n');
    item.accessibilityInformation = { label: lines.join(' ') };
  };
  update();
  item.show();
  return vscode.Disposable.from(
    item,
    session.onDidOpen(update),
    session.onDidReset(update),
    session.onDidIdentify(update),
  );
}

function identityLines({ accountId, accountAlias, arn, expiresAt }: KnownIdentity): readonly string[] {
  const { t } = vscode.l10n;
  return [
    accountAlias ? t('Account: {0} ({1})', accountId, accountAlias) : t('Account: {0}', accountId),
    t('Principal: {0}', arn),
    expiresAt ? t('Credentials end: {0}', formatDate(expiresAt)) : t('Credentials do not end'),
  ];
}
