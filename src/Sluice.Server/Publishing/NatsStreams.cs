using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Sluice.Server.Publishing;

/// <summary>The streams that hold what is published.</summary>
internal static class NatsStreams
{
    /// <summary>Finds the stream that holds a subject.</summary>
    /// <param name="jetStream">Where.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="create">Whether to create one of the subject's name when there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="NatsJSException">There is none.</exception>
    public static async Task<string> FindAsync(NatsJSContext jetStream, string subject, bool create, CancellationToken cancellationToken)
    {
        string? there = null;
        await foreach (var name in jetStream.ListStreamNamesAsync(subject, cancellationToken))
        {
            there ??= name;
        }

        if (there is not null)
        {
            return there;
        }

        if (!create)
        {
            throw new NatsJSException($"no stream holds the subject '{subject}'");
        }

        // Names of streams cannot hold the dots that subjects are made of.
        var created = await jetStream.CreateStreamAsync(new StreamConfig(subject.Replace('.', '_'), [subject]), cancellationToken);
        return created.Info.Config.Name!;
    }
}
