import { type } from './doc-lines.ts'

const certificate = '/etc/ssl/trial-authority.crt'

/** Begins a Caddyfile whose certificates come from the authority, as those of the internet's do where nothing is said. */
export const authorityOptions = `{
  acme_ca https://authority.localhost:14000/acme/local/directory
  acme_ca_root ${certificate}
}`

/** A call that trusts the authority and nobody else. */
export const throughAuthority = `curl -fsS --capath /dev/null --cacert ${certificate}`

/** Starts an authority that gives certificates by ACME: another Caddy, which asks at the machine's ports 80 and 443. */
export async function startAuthority(): Promise<void> {
  await type(`echo 127.0.0.1 authority.localhost >> /etc/hosts
cat > /run/authority <<'END'
{
  admin off
  http_port 14080
  https_port 14000
  storage file_system /run/authority-store
  skip_install_trust
  auto_https disable_redirects
}
https://authority.localhost:14000 {
  tls internal
  acme_server
}
END
systemd-run --quiet --unit=trial-authority --setenv=HOME=/run caddy run --config /run/authority --adapter caddyfile
until [ -s /run/authority-store/pki/authorities/local/root.crt ]; do sleep 0.2; done
install -m 644 /run/authority-store/pki/authorities/local/root.crt ${certificate}`)
}
