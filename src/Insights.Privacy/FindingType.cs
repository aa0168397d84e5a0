namespace Insights.Privacy;

/// <summary>The stable names of what the guard looks for, and their wording for people.</summary>
internal static class FindingType
{
    public const string Email = "EMAIL";
    public const string Phone = "PHONE";
    public const string Url = "URL";
    public const string IpAddress = "IP_ADDRESS";
    public const string MacAddress = "MAC_ADDRESS";
    public const string Guid = "GUID";
    public const string Hash = "HASH";
    public const string CreditCard = "CREDIT_CARD";
    public const string Iban = "IBAN";
    public const string CryptoWallet = "CRYPTO_WALLET";
    public const string MyNric = "MY_NRIC";
    public const string SgNric = "SG_NRIC";
    public const string UsSsn = "US_SSN";
    public const string UkNino = "UK_NINO";
    public const string InAadhaar = "IN_AADHAAR";
    public const string NationalIdOther = "NATIONAL_ID_OTHER";
    public const string Passport = "PASSPORT";
    public const string DateOfBirth = "DATE_OF_BIRTH";
    public const string Handle = "HANDLE";
    public const string AccountId = "ACCOUNT_ID";
    public const string CaseId = "CASE_ID";
    public const string PersonName = "PERSON_NAME";
    public const string StreetAddress = "STREET_ADDRESS";
    public const string ControlCharacter = "CONTROL_CHARACTER";
    public const string LoneSurrogate = "LONE_SURROGATE";
    public const string TooLong = "TOO_LONG";

    public static string Describe(string type) => type switch
    {
        Email => "E-mail address",
        Phone => "Phone number",
        Url => "Web address",
        IpAddress => "IP address",
        MacAddress => "Device address",
        Guid => "GUID",
        Hash => "Hash or fingerprint",
        CreditCard => "Payment card number",
        Iban => "Bank account number",
        CryptoWallet => "Wallet address",
        MyNric => "Malaysian identity card number",
        SgNric => "Singapore identity number",
        UsSsn => "US social security number",
        UkNino => "UK national insurance number",
        InAadhaar => "Aadhaar number",
        NationalIdOther => "National identity number",
        Passport => "Passport number",
        DateOfBirth => "Date of birth",
        Handle => "User name",
        AccountId => "Account id",
        CaseId => "Case id of another system",
        PersonName => "Possible name of a person",
        StreetAddress => "Possible street address",
        ControlCharacter => "Control character",
        LoneSurrogate => "Broken character",
        TooLong => "Text beyond the length limit",
        _ => "Personal data",
    };
}
