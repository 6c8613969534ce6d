using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Sluice.Server.Api.OpenApi;

/// <summary>The answers of all operations.</summary>
internal static class Responses
{
    private static readonly Dictionary<int, string> Descriptions = new()
    {
        [StatusCodes.Status200OK] = "What was asked for.",
        [StatusCodes.Status201Created] = "What was created.",
        [StatusCodes.Status204NoContent] = "Done.",
        [StatusCodes.Status400BadRequest] = "The request breaks a rule, which the message names.",
        [StatusCodes.Status404NotFound] = "There is no such thing.",
        [StatusCodes.Status413PayloadTooLarge] = "The body is larger than the message says.",
        [StatusCodes.Status429TooManyRequests] = "Too much is going on; the same request may succeed later.",
        [StatusCodes.Status500InternalServerError] = "The server is at fault.",
        [StatusCodes.Status503ServiceUnavailable] = "The store cannot be reached for now, and it may be unknown whether the request took effect.",
    };

    public static void Describe(OpenApiOperation operation)
    {
        var described = new OpenApiResponses();
        foreach (var (status, response) in (operation.Responses ?? []).OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            var code = int.Parse(status, CultureInfo.InvariantCulture);
            response.Description = Descriptions[code];
            if (response is OpenApiResponse answer && code is (StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable))
            {
                answer.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter() };
            }

            described.Add(status, response);
        }

        operation.Responses = described;
    }

    private static OpenApiHeader RetryAfter() =>
        new() { Description = "In how many seconds to try again.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } };
}
