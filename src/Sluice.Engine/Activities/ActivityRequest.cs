using System.Text.Json.Serialization;

namespace Sluice.Engine.Activities;

/// <summary>
/// A call to a service of the stack, complete: every attempt sends exactly this. Recorded when the activity is scheduled.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "activity")]
[JsonDerivedType(typeof(CreateTransaction), "CreateTransaction")]
[JsonDerivedType(typeof(AddAccountMetadata), "AddAccountMetadata")]
[JsonDerivedType(typeof(GetAccount), "GetAccount")]
[JsonDerivedType(typeof(CreateLedger), "CreateLedger")]
[JsonDerivedType(typeof(GetWallet), "GetWallet")]
[JsonDerivedType(typeof(ListWallets), "ListWallets")]
[JsonDerivedType(typeof(CreditWallet), "CreditWallet")]
[JsonDerivedType(typeof(DebitWallet), "DebitWallet")]
[JsonDerivedType(typeof(ConfirmHold), "ConfirmHold")]
[JsonDerivedType(typeof(VoidHold), "VoidHold")]
[JsonDerivedType(typeof(GetPayment), "GetPayment")]
[JsonDerivedType(typeof(ListConnectors), "ListConnectors")]
[JsonDerivedType(typeof(CreateTransferInitiation), "CreateTransferInitiation")]
public abstract record ActivityRequest
{
    private protected ActivityRequest(string name, string service)
    {
        ActivityName = name;
        Service = service;
    }

    /// <summary>The activity's name as the stage history shows it.</summary>
    [JsonIgnore]
    public string ActivityName { get; }

    /// <summary>The service that is called, one of <see cref="StackService"/>.</summary>
    [JsonIgnore]
    public string Service { get; }
}
