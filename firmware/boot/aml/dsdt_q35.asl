/*
 * What the kernel cannot find by itself on QEMU's q35: the host bridge with its windows and interrupt
 * routes, the ISA devices, power-off. Nothing in here depends on the host's word: windows are free
 * at every size of memory, and devices that may be missing are looked for.
 * Matches dev/chipset.c (ECAM, power management block, interrupt routes). ACPI 6.5; ICH9 (316972).
 */
DefinitionBlock ("", "DSDT", 2, "SNPSHM", "SHIM-Q35", 1)
{
	Name (\_S5, Package () { 0, 0, 0, 0 })

	/* 0: the kernel uses the PICs, 1: the I/O APIC */
	Name (PICM, 0)
	Method (\_PIC, 1) { PICM = Arg0 }

	Scope (\_SB)
	{
		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A08"))
			Name (_CID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (_CRS, ResourceTemplate ()
			{
				WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
					0, 0, 0xFF, 0, 0x100)
				IO (Decode16, 0x0CF8, 0x0CF8, 1, 8)
				WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
					0, 0, 0x0CF7, 0, 0x0CF8)
				WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
					0, 0x0D00, 0xFFFF, 0, 0xF300)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
					0, 0x000A0000, 0x000BFFFF, 0, 0x00020000)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable,
					ReadWrite, 0, 0xC0000000, 0xFEBFFFFF, 0, 0x3EC00000)
			})
			Include ("osc.asl")

			/*
			 * Slots 25 to 29 and 31 are the chipset's own: pin A to D is link A to D, GSI 16 to
			 * 19. The others turn by slot through links E to H, GSI 20 to 23. On the PICs, links
			 * A, B, E, F are IRQ 10, the others 11.
			 */
			Method (ROUT, 2)
			{
				Local0 = Arg1
				If (Arg0 < 25 || Arg0 == 30) { Local0 = 4 + ((Arg0 + Arg1) & 3) }
				If (PICM == 0) { Return (10 + ((Local0 >> 1) & 1)) }
				Return (16 + Local0)
			}
			Include ("route.asl")

			Device (LPC)
			{
				Name (_ADR, 0x001F0000)
				Include ("isa.asl")
			}
		}

		/* Without an owner for its configuration window the kernel would not use it. */
		Device (ECAM)
		{
			Name (_HID, EisaId ("PNP0C02"))
			Name (_CRS, ResourceTemplate ()
			{
				Memory32Fixed (ReadWrite, 0xB0000000, 0x10000000)
			})
		}
		Include ("hpet.asl")
	}
}
