import type { Manifest } from './manifest.ts'

/** A run of MiB of a file, counted from 1, and its bytes, counted from 0, the last one included. */
export type MibRange = {
  readonly first: number
  readonly last: number
  readonly fromByte: number
  readonly toByte: number
}

/** What is wrong with one file of a pack. */
export type FileFault = { readonly name: string } & (
  | { readonly kind: 'missing' }
  /** The zip has several files of this name. */
  | { readonly kind: 'twice' }
  /** The manifest does not name it. */
  | { readonly kind: 'extra' }
  | { readonly kind: 'changed'; readonly ranges: readonly MibRange[] }
  /** It goes on after the `bytes` that the manifest says; what comes then was not read. */
  | { readonly kind: 'longer'; readonly bytes: number }
  | { readonly kind: 'shorter'; readonly bytes: number; readonly read: number }
  /** It could not be unpacked beyond the first `read` bytes. */
  | { readonly kind: 'broken'; readonly read: number; readonly why: string }
)

/** Why there is nothing to compare the files of a pack with. */
export type Problem =
  | {
      readonly kind:
        | 'empty'
        | 'no zip'
        | 'cut off'
        | 'sheet'
        | 'no manifest'
        /** The manifest is in a folder of the zip. */
        | 'in a folder'
        | 'two manifests'
        | 'too many files'
    }
  | { readonly kind: 'unreadable zip' | 'unreadable manifest'; readonly why: string }
  /** The manifest is that of something else, or of a later version of Countersign. */
  | { readonly kind: 'other format' }
  | { readonly kind: 'other version'; readonly version: string }
  /** A part of the manifest is not as its format says; `at` names it. */
  | { readonly kind: 'bad manifest'; readonly at: string }

/** The bytes that a signature is about, and the signature where the pack holds one of the right length. */
export type SignedBytes = {
  readonly manifest: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer> | undefined
}

/** What was seen of a pack, without a look at whose signature it bears. */
export type PackReport = {
  /** Undefined where the files were compared. */
  readonly problem: Problem | undefined
  /** Undefined where it cannot be read as one. */
  readonly manifest: Manifest | undefined
  /** Undefined where the pack has no manifest. */
  readonly signed: SignedBytes | undefined
  readonly fileFaults: readonly FileFault[]
  /** What is wrong with the zip around the files, in words. */
  readonly zipFaults: readonly string[]
}
