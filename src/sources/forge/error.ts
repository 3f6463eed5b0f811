/** The forge could not be asked at all: no such host, a refused token, a repository that it does not show. Exit code 2. */
export class ForgeError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ForgeError'
  }
}
