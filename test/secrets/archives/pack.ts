import { deflateRawSync } from 'node:zlib'

/** A tar of files, without more in its headers than is read of them. */
export function tarOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const bytes = Buffer.from(content as string)
    const header = Buffer.alloc(512)
    header.write(path.slice(0, 100), 0)
    header.write(`${bytes.length.toString(8).padStart(11, '0')} `, 124)
    header.write('        0', 148)
    header.write('ustar', 257)
    const sum = header.reduce((all, byte) => all + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** A zip of files, deflated. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>, encrypted = false): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [path, content] of Object.entries(files)) {
    const packed = deflateRawSync(Buffer.from(content as string))
    const name = Buffer.from(path)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const record = Buffer.alloc(46)
    record.writeUInt32LE(0x02014b50, 0)
    record.writeUInt16LE(encrypted ? 1 : 0, 8)
    record.writeUInt16LE(8, 10)
    record.writeUInt32LE(packed.length, 20)
    record.writeUInt16LE(name.length, 28)
    record.writeUInt32LE(at, 42)
    parts.push(local, name, packed)
    central.push(record, name)
    at += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...central, end])
}

/** A zip of one file, with all sizes and places in the fields of zip64. */
export function zip64Of(path: string, content: string): Buffer {
  const packed = deflateRawSync(Buffer.from(content))
  const name = Buffer.from(path)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(name.length, 26)
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  extra.writeBigUInt64LE(BigInt(content.length), 4)
  extra.writeBigUInt64LE(BigInt(packed.length), 12)
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(8, 10)
  for (const offset of [20, 24, 42]) record.writeUInt32LE(0xffffffff, offset)
  record.writeUInt16LE(name.length, 28)
  record.writeUInt16LE(extra.length, 30)
  const at = local.length + name.length + packed.length
  const central = Buffer.concat([record, name, extra])
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeBigUInt64LE(1n, 32)
  end64.writeBigUInt64LE(BigInt(at), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(at + central.length), 8)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(0xffff, 10)
  end.writeUInt32LE(0xffffffff, 16)
  return Buffer.concat([local, name, packed, central, end64, locator, end])
}
