using System.Numerics;
using static Sluice.Engine.Stages.Resolution.StageFields;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>What the stages around holds accept.</summary>
internal static class HoldSchemas
{
    private const string DefaultVariable = "hold";

    private static readonly ObjectShape Source = new(Object("wallet", Wallet) with { IsRequired = true });

    private static readonly ObjectShape Destination = new(
        Object("account", new ObjectShape(Text("id") with { IsRequired = true })),
        Object("wallet", Wallet))
    {
        OneOf = ["account", "wallet"],
    };

    /// <summary>Sets money of a wallet aside.</summary>
    public static readonly StageSchema Hold = new(
        new ObjectShape(
            Object("source", Source) with { IsRequired = true },
            Object("destination", Destination),
            Object("amount", Amount) with { IsRequired = true },
            Map("metadata"),
            Text("description"),
            Text("variable", or: DefaultVariable),
            Flag("keep"),
            RetrySchema.Field),
        hold => new HoldInput(
            WalletOf(hold.Object("source")!)!,
            MoneyOf(hold)!,
            hold.Get<string>("variable"),
            hold.Get<bool>("keep"),
            DestinationOf(hold.Object("destination")),
            hold.Get<IReadOnlyDictionary<string, string>?>("metadata"),
            hold.Get<string?>("description")))
    {
        Rules = (hold, context) =>
        {
            CheckAmount(hold, context);
            if (hold.Object("amount") is { } amount)
            {
                CheckPositive(amount, FieldPath.Body.Member("amount").Member("amount"), context);
            }

            RetrySchema.Check(hold, context);
        },
    };

    /// <summary>Lets a hold's money go.</summary>
    public static readonly StageSchema Confirm = new(
        new ObjectShape(
            Text("hold") with { IsRequired = true },
            new Field("amount", Scalars.Amount),
            Flag("final"),
            RetrySchema.Field),
        confirm => new ConfirmHoldInput(confirm.Get<string>("hold"), confirm.Get<bool>("final"), confirm.Get<BigInteger?>("amount")))
    {
        Rules = (confirm, context) =>
        {
            CheckPositive(confirm, FieldPath.Body.Member("amount"), context);
            RetrySchema.Check(confirm, context);
        },
    };

    /// <summary>Gives a hold's money back.</summary>
    public static readonly StageSchema Void = new(
        new ObjectShape(Text("hold") with { IsRequired = true }, RetrySchema.Field),
        hold => new VoidHoldInput(hold.Get<string>("hold")))
    {
        Rules = RetrySchema.Check,
    };

    /// <summary>A hold of nothing is closed as it opens, and confirming nothing confirms nothing.</summary>
    private static void CheckPositive(ResolvedFields fields, FieldPath path, ResolutionContext context)
    {
        if (fields.PresenceOf("amount") == Presence.Given && fields.Get<BigInteger>("amount").IsZero)
        {
            context.Report(ProblemKind.Validating, path, "must be more than zero");
        }
    }

    private static HoldDestination? DestinationOf(ResolvedFields? destination) => destination is null
        ? null
        : new HoldDestination(
            destination.Object("account") is { } account ? new HoldAccount(account.Get<string>("id")) : null,
            WalletOf(destination));
}
