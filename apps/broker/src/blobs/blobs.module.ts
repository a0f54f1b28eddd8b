import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { BlobFiles } from './blob-files.js';
import { BlobsController } from './blobs.controller.js';
import { Blobs } from './blobs.js';

@Module({ imports: [CasesModule], controllers: [BlobsController], providers: [Blobs, BlobFiles] })
export class BlobsModule {}
