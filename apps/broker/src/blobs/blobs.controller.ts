import { blobStored } from '@baylink/contracts';
import { ok } from '@baylink/kernel';
import { Controller, Get, Inject, Param, Put, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { z } from 'zod';
import { Answers } from '../http/answers.decorator.js';
import { type Answer, refuse } from '../http/refusal.js';
import { Caller, ShopParty } from '../identity/access.decorators.js';
import type { Principal, ShopPrincipal } from '../identity/principal.js';
import { Blobs } from './blobs.js';

const RAW = 'application/octet-stream';

@ApiTags('blobs')
@Controller('v1/blobs')
export class BlobsController {
  constructor(@Inject(Blobs) private readonly blobs: Blobs) {}

  @Put(':sha256')
  @ApiConsumes(RAW)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Answers(200, 'Stored and on the disk', blobStored)
  async store(
    @ShopParty() shop: ShopPrincipal,
    @Param('sha256') sha256: string,
    @Req() request: Request,
  ): Answer<z.infer<typeof blobStored>> {
    if (!request.is(RAW)) return refuse('wrong-media', `Send the content as ${RAW}.`);
    const announced = Number(request.headers['content-length'] ?? 0);
    // Whoever stops reading early leaves the connection standing: the answer has to get through.
    return this.blobs.store(shop, sha256, announced, request.iterator({ destroyOnReturn: false }));
  }

  @Get(':sha256')
  @ApiProduces(RAW)
  @Answers(200, 'The content')
  async read(@Caller() caller: Principal, @Param('sha256') sha256: string): Answer<StreamableFile> {
    const content = await this.blobs.read(caller, sha256);
    return content.ok ? ok(new StreamableFile(content.value, { type: RAW, disposition: 'attachment' })) : content;
  }
}
