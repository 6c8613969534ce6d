using Npgsql;
using Sluice.Server.Journal.Postgres;

namespace Sluice.Server.Tests.Journal;

public class PostgresUriTests
{
    [Theory]
    [InlineData("postgresql://u:p@db:6432/sluice?sslmode=require", "Host=db;Port=6432;Username=u;Password=p;Database=sluice;SSL Mode=Require")]
    [InlineData("postgres://db", "Host=db;Port=5432")]
    [InlineData("postgresql:///sluice", "Host=localhost;Port=5432;Database=sluice")]
    [InlineData("postgresql://u%40x:p%3A%2F%23;=%20'@[::1]/a%20b", "Host=::1;Port=5432;Username=u@x;Password=\"p:/#;= '\";Database=a b")]
    [InlineData("postgresql:///?host=/run/postgresql&port=5433&dbname=d&user=u", "Host=/run/postgresql;Port=5433;Database=d;Username=u")]
    [InlineData("postgresql://h/d?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=3", "Host=h;Port=5432;Database=d;SSL Mode=VerifyFull;Root Certificate=/ca.pem;Timeout=3")]
    [InlineData("postgresql://h/d?sslmode=disable&application_name=a&search_path=s", "Host=h;Port=5432;Database=d;SSL Mode=Disable;Application Name=a;Search Path=s")]
    public void An_address_means_what_it_means_to_postgresqls_own_programs(string uri, string settings) =>
        Assert.Equal(new NpgsqlConnectionStringBuilder(settings).ConnectionString, PostgresUri.Parse(uri).ConnectionString);

    [Theory]
    [InlineData("mysql://u:secret@db/x", "not an address")]
    [InlineData("secret", "not an address")]
    [InlineData("postgresql://u:secret@db/x?sslmode=maybe", "parameter 'sslmode' is not one of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgresql://u:secret@db/x?port=0", "parameter 'port' is not a whole number from 1 to 65535")]
    [InlineData("postgresql://u:secret@db/x?fallback=y", "parameter 'fallback' is not one of application_name, ")]
    public void What_is_no_address_is_refused_without_telling_it(string uri, string complaint)
    {
        var exception = Assert.Throws<FormatException>(() => PostgresUri.Check(uri));

        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_cannot_be_reached_is_named_without_its_password()
    {
        var options = new PostgresOptions { Uri = $"postgresql://u:secret@127.0.0.1:{Testing.Ports.Free()}/sluice" };

        var exception = Assert.Throws<InvalidOperationException>(() => PostgresMigrations.Apply(options));

        Assert.Contains("database sluice at 127.0.0.1:", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }
}
