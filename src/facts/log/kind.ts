import type { LogKind } from '../schema/operation.ts'

/* What the names of logs say of them, the first that matches. Words stand between any signs. */
const patterns: readonly (readonly [LogKind, RegExp])[] = [
  ['audit', /cloud-?trail|audit|guard-?duty|security-?(events?|logs?|hub)|\bsiem\b/],
  // what a database, a network or a cluster tells of itself is none of the four
  [
    'other',
    /flow-?logs?|vpc-?flow|resolver|route-?53|\bdns\b|query|slow-?logs?|slowquery|\brds\b|aurora|postgres|mysql/,
  ],
  [
    'other',
    /redis|elasticache|opensearch|elasticsearch|\bmsk\b|kafka|\bvpn\b|\bssm\b|session-?manager|\/aws\/eks\/|container-?insights|prometheus|\bnat\b|firewall|bastion|imagebuilder/,
  ],
  [
    'access',
    /access|\bwaf(v2)?\b|waf-?logs|\b[an]?lb\b|load-?balancer|api-?gateway|apigw|cloud-?front|nginx|ingress|http-?(requests|logs)|frontdoor/,
  ],
  ['deployment', /code-?(build|pipeline|deploy)|deploy(ment|er)?s?\b|pipelines?\b|\bci-?cd\b|release|cloud-?build/],
]

/**
 * What logs a name is of; an application's where it says nothing else: that is what people name after their services.
 */
export function kindOfName(name: string): LogKind {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll('_', '-')
  return patterns.find(([, pattern]) => pattern.test(words))?.[0] ?? 'application'
}

const quoted = String.raw`"(?:\\.|[^"\\])*"|'[^']*'|\`[^\`]*\``

/*
 * What a filter leaves out, each by its own sign: `!= "x"` and `!~ "x"` (LogQL, CloudWatch), `-field:x`, `-"x"` and `NOT x`
 * (Datadog, CloudWatch, Google Cloud), `!has "x"` and `not(…)` (Kusto). A bound that is turned round (`NOT severity<ERROR`)
 * asks for what it names.
 */
const leftOut = new RegExp(
  [
    String.raw`![=~]\s*(?:${quoted})`,
    String.raw`!(?:contains|has|startswith|endswith|in)\w*~?\s*(?:${quoted}|\([^()]*\))`,
    String.raw`\b(?:not|NOT)\s*\([^()<>]*\)`,
    String.raw`(?<=^|[\s(])(?:-|NOT\s+)(?:[@\w.]+[:=]+)?(?:${quoted}|\([^()<>]*\)|[^\s()"<>]+(?=[\s)"]|$))`,
  ].join('|'),
  'g',
)

/** What a filter asks for, without what it leaves out: who leaves failed logins out watches none. */
const askedFor = (pattern: string) => pattern.replace(leftOut, ' ')

/** Whether a filter of an alert looks for errors. */
export const looksForErrors = (pattern: string) =>
  /error|fatal|exception|critical|severe|panic|traceback|fail|emerg|alert|\b5\d\d\b|5xx|>=? ?500|levelname|severity/i.test(
    askedFor(pattern),
  )

/** Failed logins, as services write them: `auth.login.failure`, `login_failed`, "Invalid credentials", "Failed password for". */
const failedLogin =
  /\b(?:log-?in|log-?on|sign-?in|auth(?:n|entication|orization)?|password|passwd|mfa|otp|2fa)[\s._:-]{0,3}(?:attempts?[\s._:-]{0,3})?(?:fail|denied|reject|invalid)|(?:fail(?:ed|ures?)?|invalid|wrong|denied|rejected|too[\s_]many)[\s._:-]{0,3}(?:user[\s._:-]?)?(?:log-?in|log-?on|sign-?in|auth(?:n|entication|orization)?\b|password|credential)|(?:login|signin|auth)(?:Failed|Failure|Denied)/i

/** Events of security, as cloud providers name them, and failed logins. */
export const looksForSecurity = (pattern: string) =>
  failedLogin.test(askedFor(pattern)) ||
  /Unauthorized|AccessDenied|ConsoleLogin|userIdentity|\bRoot\b|ConsoleSignin|guardduty|securityhub|inspector2|macie|SecurityEvent|SigninLogs|cloudaudit|AzureActivity|IAMPolicy|SetIamPolicy|StopLogging|failed login|login fail|authentication fail|brute/i.test(
    askedFor(pattern),
  )

/** What an alert on lines of logs is about, by what it looks for: an attack tells of no error of the service. */
export const signalOfLines = (pattern: string): 'security-event' | 'log-errors' | 'other' =>
  looksForSecurity(pattern) ? 'security-event' : looksForErrors(pattern) ? 'log-errors' : 'other'
