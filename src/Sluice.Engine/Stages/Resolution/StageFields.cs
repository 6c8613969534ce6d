using System.Numerics;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>The fields that schemas of several stages are made of.</summary>
internal static class StageFields
{
    public static readonly ObjectShape Wallet = new(
        Text("id", or: ""),
        Text("name", or: ""),
        Text("balance", or: "main"))
    {
        OneOf = ["id", "name"],
    };

    public static readonly ObjectShape Amount = new(
        new Field("amount", Scalars.Amount),
        Text("asset") with { IsRequired = true });

    public static Field Text(string name, string? or = null) => new(name, Scalars.Text) { Default = or };

    public static Field Flag(string name) => new(name, Scalars.Flag) { Default = false };

    public static Field Map(string name) => new(name, new TextMapShape());

    public static Field Object(string name, ObjectShape shape) => new(name, shape);

    /// <summary>The amount of a stage; null when it names none.</summary>
    public static MoneyAmount? MoneyOf(ResolvedFields stage) =>
        stage.Object("amount") is { } amount ? new MoneyAmount(amount.Get<BigInteger>("amount"), amount.Get<string>("asset")) : null;

    public static WalletParty? WalletOf(ResolvedFields party) => party.Object("wallet") is { } wallet
        ? new WalletParty(wallet.Get<string>("id"), wallet.Get<string>("name"), wallet.Get<string>("balance"))
        : null;

    /// <summary>An amount that is spelled out and comes to nothing was meant to be one.</summary>
    public static void CheckAmount(ResolvedFields stage, ResolutionContext context)
    {
        if (stage.Object("amount")?.PresenceOf("amount") == Presence.NotGiven)
        {
            context.Report(ProblemKind.Stage, FieldPath.Body.Member("amount").Member("amount"), "amount must be specified");
        }
    }
}
