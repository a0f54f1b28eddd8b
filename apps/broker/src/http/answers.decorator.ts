import { problem } from '@baylink/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiDefaultResponse, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

type SchemaObject = Extract<NonNullable<Parameters<typeof ApiResponse>[0]>, { schema: unknown }>['schema'];

export const openApiSchema = (schema: z.ZodType): SchemaObject =>
  z.toJSONSchema(schema, { target: 'openapi-3.0', unrepresentable: 'any' }) as SchemaObject;

/** Writes what a handler answers into the OpenAPI document; everything else it may answer is a problem. */
export const Answers = (status: number, description: string, schema?: z.ZodType): MethodDecorator =>
  applyDecorators(
    ApiResponse(schema ? { status, description, schema: openApiSchema(schema) } : { status, description }),
    ApiDefaultResponse({
      description: 'A problem (RFC 9457)',
      content: { 'application/problem+json': { schema: openApiSchema(problem) } },
    }),
  );
