/** Why a host refuses an app. Stable, so that whoever starts hosts can tell the reasons apart. */
export type HostErrorCode =
  | 'AppNotFound'
  | 'AppBroken'
  | 'StartHookFailed'
  | 'FunctionNameInvalid'
  | 'FunctionDuplicate'
  | 'HostJsonInvalid'
  | 'SettingsFileInvalid'
  | 'SettingMissing'
  | 'SettingInvalid'
  | 'BindingInvalid'
  | 'BindingUnsupported'
  | 'ScheduleInvalid'
  | 'RouteInvalid'
  | 'RouteConflict';

/** An app that cannot run as it is: the message names the function and the setting, and says what to change. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
