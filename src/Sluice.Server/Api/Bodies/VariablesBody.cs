using System.Collections.ObjectModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Engine;

namespace Sluice.Server.Api.Bodies;

/// <summary>The variables of a run: a JSON object of strings, or no body at all.</summary>
internal static class VariablesBody
{
    // An object of strings: anything deeper is refused by its key, not by its depth.
    private const int DepthMax = 64;

    private static readonly IReadOnlyDictionary<string, string> None = ReadOnlyDictionary<string, string>.Empty;

    public static ValueTask<Parsed<IReadOnlyDictionary<string, string>>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(request, Limits.VariablesBytesMax, Parse, cancellationToken);

    private static Parsed<IReadOnlyDictionary<string, string>> Parse(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return Parsed<IReadOnlyDictionary<string, string>>.Of(None);
        }

        if (JsonBody.ParseObject(body, DepthMax, out var json) is { } error)
        {
            return error;
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in json.EnumerateObject())
        {
            if (variable.Value.ValueKind != JsonValueKind.String)
            {
                return JsonBody.Error(
                    $"variable {Quoted.Text(variable.Name)}: expected a string but was {JsonBody.NameOf(variable.Value.ValueKind)}");
            }

            variables.Add(variable.Name, variable.Value.GetString()!);
        }

        return Parsed<IReadOnlyDictionary<string, string>>.Of(variables);
    }
}
