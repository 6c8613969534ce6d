using System.CommandLine;
using Sluice.Options;
using Sluice.Server.Journal.Postgres;

namespace Sluice.Commands;

/// <summary><c>sluice migrate</c>: brings the database to this version's schema, and does nothing else.</summary>
internal sealed class MigrateCommand : Command, IDeployedCommand
{
    private const string Help = """
        Bring the PostgreSQL database of --postgres-uri to this version's schema.

        sluice serve does the same when it starts; this is for deployments that want it done before, or by another user.
        Migrations only go forward, and processes that migrate at the same time wait for one another.
        Every option is also an environment variable: --postgres-uri is POSTGRES_URI.
        """;

    private readonly PostgresFlags _postgres = new();

    public MigrateCommand()
        : base("migrate", Help)
    {
        foreach (var option in _postgres.Options)
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private void Run(ParseResult parsed)
    {
        var options = _postgres.Read(parsed) ?? throw CommandException.Usage("missing postgres uri: give --postgres-uri or POSTGRES_URI");
        var output = parsed.InvocationConfiguration.Output;
        try
        {
            var applied = PostgresMigrations.Apply(options);
            foreach (var name in applied)
            {
                output.WriteLine($"applied {name}");
            }

            output.WriteLine(applied.Count == 0 ? "nothing to migrate" : $"{applied.Count} migrations applied");
        }
        catch (InvalidOperationException problem)
        {
            throw CommandException.Failed($"cannot migrate: {problem.Message}", problem);
        }
    }
}
