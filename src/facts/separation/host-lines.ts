/* Lines of settings that give a key a host. */

/** A key and the host that it is given. */
export interface HostLine {
  readonly key: string
  /** in lower case */
  readonly host: string
  /** it is where data or messages are kept */
  readonly isDatabase: boolean
}

/** A key with a value that is a host or begins with one: `host: a.b`, `API_URL=https://a.b/c`, `- host: a.b`. */
const line =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w.-]*)["']?[ \t]*[:=][ \t]*["']?(?:[a-z][a-z0-9+.:-]*:\/\/)?(?:[^\s"'@/]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[:/"'\s,;?]|$)/gim

/** `jdbc:postgresql://db.acme.org/shop`, `jdbc:oracle:thin:@db.acme.org:1521:SHOP`, `…@(DESCRIPTION=(…(HOST=db.acme.org)…`. */
const database =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w.-]*)["']?[ \t]*[:=][ \t]*["']?(?:jdbc:[\w:]+|postgres(?:ql)?(?:\+\w+)?|mysql2?(?:\+\w+)?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|oracle):(?:[^\s"']*?\(\s*HOST\s*=\s*|@?(?:\/\/)?(?:[^\s"'@/]*@)?)([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[:/"'\s,;?)]|$)/gim

/** `"Shop": "Server=tcp:db.acme.org,1433;Database=shop"` (learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax). */
const connection =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w.:-]*)["']?[ \t]*[:=][ \t]*["']?(?:[^"'\n]{0,200};)?[ \t]*(?:Server|Data Source|Host|Address|Addr|Network Address)[ \t]*=[ \t]*(?:tcp:)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[,;:"'\\\s]|$)/gim

/** The lines of a text that give a key a host, those of databases first. */
export function* hostLines(content: string): Generator<HostLine> {
  for (const [, key = '', host = ''] of content.matchAll(connection))
    yield { key, host: host.toLowerCase(), isDatabase: true }
  for (const [, key = '', host = ''] of content.matchAll(database))
    yield { key, host: host.toLowerCase(), isDatabase: true }
  for (const [, key = '', host = ''] of content.matchAll(line))
    yield { key, host: host.toLowerCase(), isDatabase: false }
}

/** `outbound:` of NAIS (doc.nais.io/workloads/application/reference/application-spec), `egress:` of a NetworkPolicy. */
const outbound = /^([ \t]*)(?:outbound|egress):[ \t]*\r?\n(?:(?:\1[ \t-].*)?\r?\n)*/gm

/** YAML without what it says of whom a service may call: those are not where it is itself reached. */
export function withoutOutbound(content: string): string {
  return /^[ \t]*(?:outbound|egress):/m.test(content) ? content.replace(outbound, '') : content
}
