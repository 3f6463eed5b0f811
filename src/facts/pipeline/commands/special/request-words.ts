/*
 * Which options of programs that ask over HTTP take the next word along, so that it is no address: curl(1)
 * (curl.se/docs/manpage.html), GNU Wget (gnu.org/software/wget/manual, "Invoking"), HTTPie (httpie.io/docs/cli), PowerShell
 * (learn.microsoft.com, Invoke-WebRequest).
 */

const longOfCurl = new Set(
  (
    'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to ' +
    'continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode ' +
    'delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header egd-file engine etag-compare ' +
    'etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ' +
    'happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ipfs-gateway json ' +
    'keepalive-time key key-type krb libcurl limit-rate local-port login-options max-filesize max-redirs max-time ' +
    'netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default ' +
    'proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-header proxy-key proxy-pass proxy-user proxy1.0 pubkey ' +
    'quote random-file range rate referer request request-target resolve retry retry-delay retry-max-time service-name ' +
    'socks4 socks4a socks5 socks5-hostname speed-limit speed-time stderr time-cond tls-max tls13-ciphers trace ' +
    'trace-ascii unix-socket upload-file url-query user user-agent variable write-out'
  ).split(' '),
)

const longOfWget = new Set(
  (
    'append-output base bind-address body-data body-file ca-certificate ca-directory certificate certificate-type ' +
    'compression config connect-timeout cut-dirs default-page directory-prefix dns-timeout execute header http-password ' +
    'http-user input-file level limit-rate load-cookies max-redirect method output-document output-file password ' +
    'post-data post-file private-key proxy-password proxy-user quota read-timeout referer regex-type reject ' +
    'retry-on-http-error save-cookies secure-protocol start-pos timeout tries user user-agent wait waitretry'
  ).split(' '),
)

const longOfHttpie = new Set(
  (
    'auth auth-type boundary cert cert-key ciphers format-options max-headers max-redirects output pretty print proxy ' +
    'response-charset response-mime session session-read-only ssl style timeout verify'
  ).split(' '),
)

const ofPowerShell =
  /^-(?:authentication|body|certificate(?:thumbprint)?|contenttype|credential|customMethod|form|headers|infile|max\w+|method|outfile|proxy\w*|retryintervalsec|sessionvariable|sslprotocol|statuscodevariable|responseheadersvariable|timeoutsec|token|transferencoding|useragent|websession)$/i

/**
 * Whether an option takes the next word as its value: `-D headers`, `--retry 3`; not `--retry-connrefused`, nor `-XPOST`,
 * where the value is joined to it.
 * @param tool the program that asks: curl, wget, http, Invoke-WebRequest
 * @param option a word of its command
 * @returns true where the next word is no address
 */
export function takesNext(tool: string, option: string): boolean {
  const name = tool.toLowerCase().replace(/^.*\//, '').split(' ')[0]
  const long = /^--([\w.-]+)$/.exec(option)?.[1]
  switch (name) {
    case 'wget':
      return long ? longOfWget.has(long) : /^-[VhbdqvFcNSxHkKmprLEn46]*[aABDeiIloOPQRtTUwX]$/.test(option)
    case 'http':
    case 'https':
    case 'httpie':
    case 'xh':
      return long ? longOfHttpie.has(long) : /^-[aAops]$/.test(option)
    case 'curl':
      return long ? longOfCurl.has(long) : /^-[0-46aBfgGiIjJklLMnNOpqRsSvV#]*[AbcCdDeEFHKmoPQrtTuUwxXyYz]$/.test(option)
    default:
      return ofPowerShell.test(option)
  }
}
