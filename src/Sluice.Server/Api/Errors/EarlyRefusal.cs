using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Partitions;

namespace Sluice.Server.Api.Errors;

/// <summary>
/// Refuses a start that has no chance before anything of it is read: while a node is behind, what a refusal costs is taken from the
/// instances that it has accepted.
/// </summary>
internal static class EarlyRefusal
{
    public static void Enclose(EndpointBuilder endpoint)
    {
        var handle = endpoint.RequestDelegate!;
        var gate = endpoint.ApplicationServices.GetRequiredService<StartGate>();
        endpoint.RequestDelegate = context =>
            gate.RefuseIfFull() is { } refusal ? ApiErrors.From(refusal).ExecuteAsync(context) : handle(context);
    }
}
