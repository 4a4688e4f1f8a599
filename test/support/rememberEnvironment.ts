/** Takes note of this process's environment. @returns what puts it back, in place: os.homedir() follows Node's own object. */
export function rememberEnvironment(): () => void {
  const former = { ...process.env };
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in former)) delete process.env[name];
    Object.assign(process.env, former);
  };
}
