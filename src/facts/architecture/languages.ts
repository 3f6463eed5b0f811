/*
 * What a chapter on the architecture is called in other languages of documentation. Those of Europe write the word for the
 * system before or behind it; those of the east put what is told of it behind ("아키텍처 개요").
 */
const words = [
  '(?:(?:시스템|서비스|전체|소프트웨어|인프라) ?)?아키텍[처쳐](?: ?(?:개요|구성|구성도|구조|다이어그램|설계))?',
  '시스템 ?(?:구조|구성도)',
  '(?:システム|全体|サービス)?(?:の)?(?:アーキテクチャー?|システム構成)(?:概要|図|設計)?',
  '(?:系统|整体|技术|软件|服务|项目)?架构(?:概述|概览|设计|图|说明)?',
  String.raw`arquitect?ura(?: (?:del? |do |general|geral|técnica)\w*)*`,
  String.raw`architettura(?: (?:del |della |di |generale|tecnica)\w*)*`,
  '(?:system|software|gesamt|technische )?architektur(?: des systems|überblick|übersicht)?',
  '(?:systeem)?architectuur',
  'architecture (?:du système|technique|générale|logicielle|applicative|globale)',
  '(?:системная |общая )?архитектура(?: системы| приложения| проекта)?',
  'architektura(?: systemu| aplikacji)?',
].join('|')

/** Whether a heading in another language is that of a chapter on the architecture. */
export const titleElsewhere = new RegExp(String.raw`^[^\p{L}]*(?:${words})[^\p{L}]*$`, 'iu')

/** What makes a text in another language worth reading for such a heading. */
export const stemElsewhere =
  /아키텍[처쳐]|시스템 ?구|アーキテクチャ|システム構成|架构|ar(?:quite|chite|chitte|chitek)\w*tur|архитектура/i
