using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SignIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AssignedRoles",
                table: "person",
                type: "INTEGER",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastSignInAt",
                table: "person",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ProviderRoles",
                table: "person",
                type: "INTEGER",
                maxLength: 40,
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "Subject",
                table: "person",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SuspendedAt",
                table: "person",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "person",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "protection_key",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_key", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "role_change",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Before = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    After = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_change", x => new { x.PersonId, x.Version });
                    table.ForeignKey(
                        name: "FK_role_change_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_session",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IdleMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ProviderSession = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    SignOutHint = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_session", x => x.Id);
                    table.ForeignKey(
                        name: "FK_sign_in_session_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.UpdateData(
                table: "person",
                keyColumn: "Id",
                keyValue: "per_00000000000000000000000000",
                columns: new[] { "AssignedRoles", "LastSignInAt", "ProviderRoles", "Subject", "SuspendedAt", "Version" },
                values: new object[] { null, null, 0, null, null, 0 });

            migrationBuilder.CreateIndex(
                name: "IX_person_Subject",
                table: "person",
                column: "Subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_session_EndsAt",
                table: "sign_in_session",
                column: "EndsAt");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_session_PersonId_EndedAt",
                table: "sign_in_session",
                columns: new[] { "PersonId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_session_ProviderSession",
                table: "sign_in_session",
                column: "ProviderSession");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "protection_key");

            migrationBuilder.DropTable(
                name: "role_change");

            migrationBuilder.DropTable(
                name: "sign_in_session");

            migrationBuilder.DropIndex(
                name: "IX_person_Subject",
                table: "person");

            migrationBuilder.DropColumn(
                name: "AssignedRoles",
                table: "person");

            migrationBuilder.DropColumn(
                name: "LastSignInAt",
                table: "person");

            migrationBuilder.DropColumn(
                name: "ProviderRoles",
                table: "person");

            migrationBuilder.DropColumn(
                name: "Subject",
                table: "person");

            migrationBuilder.DropColumn(
                name: "SuspendedAt",
                table: "person");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "person");
        }
    }
}
