import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** `/openapi.json` for programs, `/docs` for people. */
export function describeApi(app: NestExpressApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Baylink broker')
    .setDescription(
      'Identity, pairing, cases, visits, blobs and evidence. Every error is a problem document (RFC 9457).',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, description);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json' });
}
