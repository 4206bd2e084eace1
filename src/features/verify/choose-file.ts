/** One file to be verified, or why there is none, in a sentence. */
export type Choice = { readonly file: File } | { readonly refusal: string }

/** What was dropped on the page. */
export function droppedFile({ files, items }: Pick<DataTransfer, 'files' | 'items'>): Choice {
  const isFolder = [...items].some((item) => item.webkitGetAsEntry()?.isDirectory)
  if (isFolder) return { refusal: 'That is a folder. Drop the pack itself, the .zip as it was downloaded.' }
  return onlyFile([...files])
}

/** The one file of a list. */
export function onlyFile(files: readonly File[]): Choice {
  const [file, ...more] = files
  if (!file) return { refusal: 'There was no file in that. Drop a pack, or choose one.' }
  if (more.length > 0)
    return {
      refusal: `Those are ${files.length} files. Drop one pack at a time, the .zip as it was downloaded.`,
    }
  return { file }
}
