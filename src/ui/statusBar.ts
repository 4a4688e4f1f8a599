import * as vscode from 'vscode';
import type { ActiveSession } from './activeSession.ts';
import { asCommand } from './ids.ts';
import { readSetting } from './settings.ts';

/** Profile and region, always in sight; a click switches them. */
export function createStatusBarItem(session: ActiveSession): vscode.Disposable {
  const { t } = vscode.l10n;
  const item = vscode.window.createStatusBarItem('sagemakerImages.session', vscode.StatusBarAlignment.Left);
  item.name = t('SageMaker Images: AWS profile and region');
  item.command = asCommand('sagemakerImages.session.switch', t('Switch AWS profile or region'));

  const update = (): void => {
    const { current } = session;
    const profile =
      current?.profile ?? (readSetting('aws.profile') || process.env['AWS_PROFILE'] || 'default');
    const region = current?.region ?? readSetting('aws.region');
    item.text = `$(cloud) ${[profile, region].filter(Boolean).join(' · ')}`;
    item.tooltip = region
      ? t('SageMaker Images uses AWS profile "{0}" in {1}. Click to switch.', profile, region)
      : t('SageMaker Images uses AWS profile "{0}". Click to choose profile and region.', profile);
    item.accessibilityInformation = { label: item.tooltip };
  };
  update();
  item.show();
  return vscode.Disposable.from(item, session.onDidOpen(update), session.onDidReset(update));
}
