/*
 * Imported first. A browser that blocks cookies and storage for an address throws where the page reads them, and nobody
 * can sign in there: that is said in place of a page that never stops loading.
 */
try {
  void localStorage.length
} catch (error) {
  const note = document.createElement('p')
  note.className = 'starting'
  note.textContent =
    'This browser blocks cookies and site data for this address, so nobody can sign in here. ' +
    'Allow them, then load the page again.'
  document.getElementById('root')?.replaceChildren(note)
  throw error
}
