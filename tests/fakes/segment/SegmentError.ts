import type { RequestErrorEnvelope } from "@segment/public-api-sdk-typescript/dist/model/requestErrorEnvelope";

/** An error in Segment's form: https://docs.segmentapis.com/tag/Error-Handling */
export class SegmentError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly field?: string,
    readonly data?: object,
  ) {
    super(message);
  }

  get body(): RequestErrorEnvelope {
    const { type, message, field, data } = this;
    return { errors: [{ type, message, ...(field !== undefined && { field }), ...(data && { data }) }] };
  }
}
