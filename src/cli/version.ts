/** The version in package.json: the build writes it in here, so that it stands in one place. */
declare const PACKAGE_VERSION: string

export function packageVersion(): string {
  return PACKAGE_VERSION
}
