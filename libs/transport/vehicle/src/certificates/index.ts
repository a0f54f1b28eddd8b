export {
  type Certificate,
  CertificateAuthority,
  type CertificateOptions,
} from './certificate-authority.js';
