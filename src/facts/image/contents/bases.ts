import { basename } from '../../../documents/path.ts'
import { Hidden, type Seen } from '../../hidden.ts'
import { isTemplated, parseReference } from '../reference.ts'

/** Images that exist to build with, by the last part of their name: whatever their tag. */
const forBuilding =
  /^(golang|rust|gcc|maven|gradle|sbt|clojure|haskell|buildpack-deps|dart|jdk|sdk|android-sdk|go-toolset|nodejs-\d+-builder|.*-(sdk|jdk|devel|toolset|builder))$/

/**
 * Languages whose plain Debian tags are made from `buildpack-deps`, with gcc, make and git; PHP's keep the tools that
 * extensions are compiled with ($PHPIZE_DEPS). hub.docker.com: node, python, ruby, perl, php, elixir, erlang.
 */
const onBuildpack = /^(node|python|ruby|perl|php|elixir|erlang|pypy|openresty-dev)$/
const isLean = /slim|alpine|distroless|chiseled|minimal|micro|tiny|wolfi/

/** Java images are a JDK unless their tag says JRE. */
const java =
  /^(openjdk|eclipse-temurin|amazoncorretto|ibm-semeru-runtimes|sapmachine|liberica-openjdk-\w+|zulu-openjdk(-\w+)?)$/

/** Servers of Java that come on a JDK unless their tag says JRE (hub.docker.com: tomcat, jetty, tomee). */
const onJava = /^(?:docker\.io|public\.ecr\.aws\/docker|mirror\.gcr\.io)\/(?:library\/)?(?:tomcat|jetty|tomee)$/

/** Conda's own images install git (and its like) beside conda: github.com/anaconda/docker-images, conda-forge/miniforge-images. */
const conda = /^docker\.io\/(continuumio\/(mini|ana)conda3?|condaforge\/(miniforge|mambaforge)3?)$/

/** AWS' own images for Lambda are made of minimal Amazon Linux, whatever their language (docs.aws.amazon.com/lambda, "Base images"). */
const ofLambda = /^(public\.ecr\.aws\/lambda\/|docker\.io\/amazon\/aws-lambda-)/

/** Images known to hold no tools to build with: systems, servers, runtimes. */
const known =
  /^(scratch|alpine|busybox|debian|ubuntu|nginx|nginx-unprivileged|httpd|caddy|traefik|haproxy|varnish|redis|postgres|mariadb|mysql|mongo|memcached|rabbitmq|tomcat|jetty|aspnet|runtime|runtime-deps|nodejs\d*-debian\d+|python3(-debian\d+)?|static(-debian\d+)?|base(-debian\d+|-nossl-debian\d+)?|cc(-debian\d+)?|java\d*(-debian\d+)?|java-base-debian\d+|ubi-minimal|ubi-micro|amazonlinux|rockylinux|almalinux|fedora|centos|openjdk-\d+-runtime|jre|glibc-dynamic|wolfi-base)$/

/** Where images are what their well-known names say; on Docker Hub the organisations that publish such images. */
const official =
  /^(docker\.io\/(library\/|(nginxinc|bitnami|amazoncorretto|azul|bellsoft|phusion|cimg|hashicorp)\/)?[^/]+$|public\.ecr\.aws\/|mirror\.gcr\.io\/|mcr\.microsoft\.com\/|registry\.access\.redhat\.com\/|registry\.redhat\.io\/|dhi\.io\/)/

/** What a base image brings along that nobody needs to run a program: in words; empty for nothing; hidden where it is not known. */
export function toolsOfBase(reference: string): Seen<string> {
  if (isTemplated(reference)) return unknown(reference)
  const { registry, name, tag } = parseReference(reference)
  const last = basename(name)
  if (/distroless|chainguard|cgr\.dev/.test(`${registry}/${name}`)) {
    if (/(^|-)debug/.test(tag)) return 'a shell to debug with'
    if (/-dev$/.test(tag)) return 'a shell and a package manager'
    return ''
  }
  if (forBuilding.test(last)) return 'tools to build with'
  if (last === 'swift') return /slim/.test(tag) ? '' : 'a compiler'
  // the same name elsewhere may be anything
  const isOfficial = official.test(`${registry}/${name}`)
  if (java.test(last) || onJava.test(`${registry}/${name}`)) return /jre/.test(tag) ? '' : 'a JDK'
  if (ofLambda.test(`${registry}/${name}`)) return ''
  if (onBuildpack.test(last) && /^(docker|public\.ecr|mirror)\./.test(registry)) {
    if (isLean.test(tag)) return ''
    return last === 'php' ? 'the compiler of its extensions' : 'a compiler and version control'
  }
  if (conda.test(`${registry}/${name}`)) return isLean.test(tag) ? unknown(reference) : 'version control'
  if (isOfficial && (known.test(last) || isLean.test(`${last}:${tag}`))) return ''
  return unknown(reference)
}

const unknown = (reference: string) =>
  new Hidden(`what ${reference} brings along`, {
    kind: 'file',
    text: `end on a known minimal image in place of ${reference}, or build it in this repository`,
  })
